package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"syscall"
	"testing"

	"heard/sandbox"
)

// tmpfs mounts a small disk in memory, and unmounts it with the test.
func tmpfs(t *testing.T, path, size string) {
	t.Helper()
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
	err := syscall.Mount("heard-test", path, "tmpfs", 0, "size="+size)
	if errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.EACCES) {
		t.Skipf("a disk can only be mounted by root, with the right to: %v", err)
	} else if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(path, 0); err != nil {
			t.Errorf("unmount %s: %v", path, err)
		}
	})
}

// TestAFullDiskRefusesAndRemembersNothingByHalves fills the disk with people's
// messages. Whoever was answered 200 gets their answer once, if need be when
// there is space again; whoever was answered 503 is found in the provider's list
// or sent again, and gets theirs once too.
func TestAFullDiskRefusesAndRemembersNothingByHalves(t *testing.T) {
	t.Parallel()
	w := newTown(t, nil, "settle: 0s", "unknown_after: 1s")
	tmpfs(t, w.data(), "2m")
	w.serve(t)
	var accepted, refused []int // who wrote
	for n := 0; len(refused) < 5; n++ {
		if n == 5000 {
			t.Fatal("the disk does not fill")
		}
		status, err := w.provider.Inbound(t.Context(), sandbox.Message{SID: sid(n), From: person(n), To: townSMS, Body: "my social worker never turns up"})
		switch {
		case status == 200:
			accepted = append(accepted, n)
		case status == 503:
			refused = append(refused, n)
		default:
			t.Fatalf("answered %d, %v", status, err)
		}
	}
	t.Logf("%d accepted before the disk was full", len(accepted))
	if err := syscall.Mount("heard-test", w.data(), "tmpfs", syscall.MS_REMOUNT, "size=64m"); err != nil {
		t.Fatal(err)
	}
	for _, n := range accepted {
		w.hears(t, person(n), 2)
	}
	cases, err := w.house(t).store.AllCases(t.Context(), "hampshire", "", 10_000)
	// Those that were refused may be there by now too: the service finds them in
	// the provider's list once it can write again.
	if err != nil || len(cases) < len(accepted) || len(cases) > len(accepted)+len(refused) {
		t.Errorf("%d cases, %v; %d messages were accepted", len(cases), err, len(accepted))
	}
	for _, n := range refused {
		if status, err := w.provider.Redeliver(t.Context(), sid(n)); status != 200 {
			t.Errorf("with space again, answered %d, %v", status, err)
		}
		w.hears(t, person(n), 2)
	}
	told := w.heard(t)
	for _, n := range append(accepted, refused...) {
		if texts := told[person(n)]; !slices.Equal(texts, told[person(0)]) || len(texts) != 2 {
			t.Errorf("%s was answered %q", person(n), texts)
		}
	}
}

func sid(n int) string { return fmt.Sprintf("SM%032d", n) }
