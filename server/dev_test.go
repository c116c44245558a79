package main

import (
	"net/http"
	"strings"
	"testing"
)

// A made-up clinic shows every page by example, also from the templates of a checkout; a real one has no such address.
func TestExamplesAreOnlyInTheDemo(t *testing.T) {
	t.Chdir("..") // the checkout
	for _, test := range []struct {
		name string
		args []string
		want int
	}{
		{"a real clinic", folder(t).with(), http.StatusNotFound},
		{"a real clinic with the pages of a checkout", folder(t).with("--dev"), http.StatusNotFound},
		{"the demo with the pages of a checkout", []string{"--demo", "--dev"}, http.StatusOK},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := start(t, test.args...)
			for _, path := range []string{"/examples", "/examples/answer/0?lang=es"} {
				status, body := s.get(t, path)
				if status != test.want || status == http.StatusOK && !strings.Contains(body, "<h1") {
					t.Errorf("%s answered %d: %s", path, status, body)
				}
			}
		})
	}
}
