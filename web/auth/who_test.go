package auth

import "testing"

func TestNext(t *testing.T) {
	for asked, want := range map[string]string{
		"":                         "/",
		"/":                        "/",
		"/cohorts?state=agreed#x":  "/cohorts?state=agreed#x",
		"/signin?next=//a.example": "/signin?next=//a.example",
		"cohorts":                  "/",
		"//evil.example":           "/",
		"///evil.example":          "/",
		`/\evil.example`:           "/",
		`\\evil.example`:           "/",
		"/\t/evil.example":         "/",
		"/\r\nSet-Cookie: a=b":     "/",
		"https://evil.example/":    "/",
		"javascript:alert(1)":      "/",
		" /cohorts":                "/",
	} {
		if got := Next(asked); got != want {
			t.Errorf("Next(%q) = %q, want %q", asked, got, want)
		}
	}
}
