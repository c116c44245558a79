package main

import (
	"io"
	"net/http"
	"net/http/httputil"
	"regexp"
	"strings"
	"testing"
)

// linked finds what a browser fetches for a page; an address with the content in it costs no request.
var linked = regexp.MustCompile(`<(?:link|script|img)[^>]*(?:href|src)="([^"]+)"`)

// A survey page with everything it needs comes in at most two requests and 8,000 bytes on the wire, and runs no script.
func TestSurveyPageIsLight(t *testing.T) {
	s := start(t, folder(t).with("--api-key", testKey)...)
	c := newClient(s.BaseURL)
	_, paths := c.invite(t, 1)
	requests := []string{paths[0]}
	size, page := onWire(t, s.BaseURL+paths[0])
	if strings.Contains(page, "<script") {
		t.Error("the page has a script")
	}
	for _, found := range linked.FindAllStringSubmatch(page, -1) {
		if strings.HasPrefix(found[1], "data:") {
			continue
		}
		more, _ := onWire(t, s.BaseURL+found[1])
		size, requests = size+more, append(requests, found[1])
	}
	if size > 8000 || len(requests) > 2 {
		t.Errorf("%d bytes in %d requests: %v", size, len(requests), requests)
	}
	t.Logf("%d bytes in %d requests", size, len(requests))
}

// onWire returns the size of an answer as a browser gets it, headers and all, and its text.
func onWire(t *testing.T, address string) (size int, text string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", "gzip") // set by hand, so that the client does not unpack
	packed, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Body.Close()
	wire, err := httputil.DumpResponse(packed, true)
	if err != nil {
		t.Fatal(err)
	}
	if packed.StatusCode != http.StatusOK || packed.Header.Get("Content-Encoding") != "gzip" {
		t.Fatalf("%s answered %s, %q", address, packed.Status, packed.Header.Get("Content-Encoding"))
	}
	plain, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer plain.Body.Close()
	content, err := io.ReadAll(plain.Body)
	if err != nil {
		t.Fatal(err)
	}
	return len(wire), string(content)
}
