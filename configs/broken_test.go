package configs

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the errors into the broken files")

const mark = "#! " // begins a line of what is expected, at the end of a file

// TestBrokenFiles reads every file of testdata/broken, each of which carries
// its errors as comments: the exact lines, with their places.
func TestBrokenFiles(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/broken/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			text, want := parted(string(data))
			got := broken(t, file)
			if *update {
				if err := os.WriteFile(file, []byte(text+got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// parted splits a file into what is broken and what is expected.
func parted(data string) (text, want string) {
	if i := strings.Index("\n"+data, "\n"+mark); i >= 0 {
		return data[:i], data[i:]
	}
	return data, ""
}

func broken(t *testing.T, file string) string {
	t.Helper()
	var err error
	if strings.HasPrefix(filepath.Base(file), "service") {
		_, err = Load(file)
	} else {
		_, err = Procedure(file)
	}
	if err == nil {
		t.Fatal("it is taken for right")
	}
	return mark + strings.ReplaceAll(err.Error(), "\n", "\n"+mark) + "\n"
}
