package main

import (
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets the test binary be the command too: scripts and tests that
// start a process find "heard" in their PATH.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"heard": main})
}
