package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"sync"
	"testing"

	"soundings/server/needs"
)

// largeFile returns a file of events of about so many bytes.
func largeFile(size int) []byte {
	var file bytes.Buffer
	file.WriteString("id,ref,kind,feature,at,note\n")
	note := bytes.Repeat([]byte("x"), 240)
	for n := 0; file.Len() < size; n++ {
		fmt.Fprintf(&file, "event-%d,P-%d,login,,2026-11-20T10:00:00Z,%s\n", n, n%1000, note)
	}
	return file.Bytes()
}

// checks has the server look through a file, several times at once, and returns the most memory that it takes meanwhile, in MiB.
func (c *child) checks(t *testing.T, file []byte, atOnce int) int {
	t.Helper()
	most := c.watchMemory(t)
	var sending sync.WaitGroup
	for range atOnce {
		sending.Go(func() {
			r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, c.base+"/api/v1/events/import?dry_run=true&map=note:", bytes.NewReader(file))
			if err != nil {
				t.Error(err)
				return
			}
			r.Header.Set("Authorization", "Bearer "+testKey)
			answer, err := c.http.Do(r)
			if err != nil {
				t.Error(err)
				return
			}
			defer answer.Body.Close()
			if text, err := io.ReadAll(answer.Body); err != nil || answer.StatusCode != http.StatusOK && answer.StatusCode != http.StatusTooManyRequests {
				t.Errorf("answered %d %s, %v", answer.StatusCode, text, err)
			}
		})
	}
	sending.Wait()
	return most() / 1024
}

// Six files of 50 MB at once take less than 400 MiB: they are read in turn.
func TestMemoryOfUploads(t *testing.T) {
	needs.Time(t) // and the race detector takes memory of its own
	c := startChild(t, folder(t).with("--log-level", "warn")...)
	c.must(t, "PUT", "/settings", map[string]any{"name": "Clinic", "phone": "555-0100", "languages": []string{"en"}}, nil)
	six := c.checks(t, largeFile(50_000_000), 6)
	t.Logf("six files of 50 MB at once take %d MiB", six)
	if six >= 400 {
		t.Errorf("six files of 50 MB at once take %d MiB", six)
	}
}
