package web

import (
	"net/http"
	"net/url"
	"strings"
)

// withoutSlash returns a request for a personal link without a slash behind it, which mail programs take for a part of it.
func withoutSlash(r *http.Request) *http.Request {
	path := r.URL.EscapedPath()
	if len(path) < 4 || path[0] != '/' || path[2] != '/' || !strings.ContainsRune("spbu", rune(path[1])) || !strings.HasSuffix(path, "/") {
		return r
	}
	plain, err := url.Parse(strings.TrimRight(path, "/"))
	if err != nil {
		return r
	}
	again := r.Clone(r.Context())
	again.URL.Path, again.URL.RawPath = plain.Path, plain.RawPath
	return again
}
