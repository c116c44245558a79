package mongo

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"soundings/server/store/mongo/mongotest"
)

// Each wrong connection string is answered soon, in words that help, without the password.
func TestNotConnected(t *testing.T) {
	t.Parallel()
	address := strings.TrimPrefix(mongotest.URI(t), "mongodb://")
	host, _, _ := strings.Cut(address, "/")
	for name, test := range map[string]struct{ uri, want string }{
		"empty":               {"", "cannot be read"},
		"no scheme":           {"127.0.0.1:27017", "cannot be read"},
		"another scheme":      {"postgres://u:hush%20%2Fhush@127.0.0.1/db", "%3A"},
		"a slash in it":       {"mongodb://u:hush/hush@127.0.0.1/db", "%3A"},
		"a percent in it":     {"mongodb://u:hush%hush@127.0.0.1/db", "%3A"},
		"a wrong option":      {"mongodb://u:hush@127.0.0.1/db?w=nonsense&journal=perhaps", "cannot be read"},
		"nobody there":        {"mongodb://u:hush@127.0.0.1:1/db", "no server answers at 127.0.0.1:1"},
		"no such host":        {"mongodb://u:hush@soundings.invalid/db", "no server answers at soundings.invalid"},
		"no such SRV record":  {"mongodb+srv://u:hush@db.soundings.invalid/db", "db.soundings.invalid"},
		"another replica set": {"mongodb://" + host + "/?replicaSet=other", `"other"`},
		"a wrong password":    {"mongodb://u:hush%20hush@" + host + "/db?authSource=admin", "uthentication failed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := connect(t.Context(), test.uri, time.Second, &watch{})
			if err == nil {
				t.Fatal("connected")
			}
			if !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "hush") {
				t.Errorf("error is %q, want %q", err, test.want)
			}
		})
	}
}

func TestNotAReplicaSet(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		arguments []string
		want      error
	}{
		"a server alone":                    {nil, errStandalone},
		"a replica set that was not begun":  {[]string{"--replSet", "begun"}, errNotBegun},
		"the same, seen past the discovery": {[]string{"--replSet", "begun"}, errNotBegun},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			uri := "mongodb://" + mongotest.Start(t, test.arguments...)
			if strings.Contains(name, "past") {
				uri += "/?directConnection=true"
			}
			if _, err := connect(t.Context(), uri, 2*time.Second, &watch{}); !errors.Is(err, test.want) {
				t.Errorf("error is %v, want %v", err, test.want)
			}
		})
	}
}

func TestCancelledOpen(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := Open(ctx, Options{URI: "mongodb://127.0.0.1:1"}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error is %v, want %v", err, context.DeadlineExceeded)
	}
}

// A server that is not there is given up, however long the caller would wait.
func TestNobodyThere(t *testing.T) {
	t.Parallel()
	_, err := Open(t.Context(), Options{URI: "mongodb://127.0.0.1:1"})
	if err == nil || t.Context().Err() != nil {
		t.Errorf("the error is %v", err)
	}
}

func TestDatabaseIn(t *testing.T) {
	for uri, want := range map[string]string{
		"mongodb://host":                          "soundings",
		"mongodb://host/":                         "soundings",
		"mongodb://host/?w=1":                     "soundings",
		"mongodb://host?w=1":                      "soundings",
		"mongodb://host/beta":                     "beta",
		"mongodb://u:p%40@a:1,b:2/beta?x=/y@z":    "beta",
		"mongodb+srv://u:p@host/be%20ta?tls=true": "be ta",
	} {
		if got := databaseIn(uri); got != want {
			t.Errorf("%s names database %q, want %q", uri, got, want)
		}
	}
}

func TestWithoutPassword(t *testing.T) {
	err := withoutPassword("mongodb://u:a%20b@host", errors.New("cannot log in u with a%20b, that is, a b"))
	if want := "cannot log in u with ***, that is, ***"; err.Error() != want {
		t.Errorf("error is %q, want %q", err, want)
	}
	if err := withoutPassword("mongodb://host", errStandalone); !errors.Is(err, errStandalone) {
		t.Errorf("error is %v, want %v", err, errStandalone)
	}
}
