package main

import (
	"path"
	"strconv"
	"strings"
	"testing"
)

// module is what this module's import paths begin with.
const module = "soundings/"

// arrows say which packages of this module a package may import; "x/..." is x with everything under it, and a row with
// "/*" is for packages that have none of their own.
var arrows = []struct{ from, to string }{
	{"cohorts/base", ""},
	{"cohorts/base/expect", "cohorts/base"},
	{"cohorts/upload", "cohorts/base"},
	{"cohorts/base/expect", "cohorts/base"},
	{"cohorts", "cohorts/base cohorts/upload"},
	{"cohorts/contact", "cohorts cohorts/upload cohorts/base"},
	{"cohorts/*", "cohorts cohorts/base"},

	{"surveys/instruments", "cohorts/base"},
	{"surveys/kinds", "surveys/instruments cohorts/base"},
	{"surveys/disclosure", "cohorts cohorts/base"},
	{"surveys/doors", "cohorts/base"},
	{"surveys", "surveys/kinds surveys/instruments surveys/disclosure surveys/doors cohorts/..."},
	{"surveys/polls/methods", "cohorts/base"},
	{"surveys/polls", "surveys/polls/methods surveys/disclosure surveys/doors surveys cohorts/..."},
	{"surveys/hook", "surveys surveys/disclosure cohorts/..."},
	{"surveys/*", "surveys surveys/kinds surveys/instruments cohorts/..."},

	{"metrics", "surveys/... cohorts/..."},
	{"metrics/*", "metrics surveys/... cohorts/..."},
	{"metrics/grafana", ""},

	{"web/texts", "cohorts/base"},
	{"web/chart", ""},
	{"web/auth", "cohorts/base"},
	{"web/repeat", "cohorts/base"},
	{"web/sso", "web/auth cohorts/base"},
	{"web/sso/ssotest", ""},
	{"web/page", "web/auth web/chart web/texts surveys surveys/kinds surveys/instruments surveys/disclosure surveys/polls/methods metrics metrics/grafana cohorts/..."},
	{"web/mail", "web/texts cohorts cohorts/contact"},
	{"web/mail/reports", "cohorts/contact cohorts/base"},
	{"web/upload", "web/page web/auth web/texts cohorts/upload cohorts/base"},
	{"web/*", "web/page web/upload web/mail/reports web/auth web/sso web/chart web/texts metrics metrics/intake surveys/... cohorts/..."},
	{"web", "web/... metrics metrics/intake surveys/... cohorts/..."},

	{"server/store/engine", ""},
	{"server/store/engine/enginetest", "server/store/engine"},
	{"server/store/bolt", "server/store/engine"},
	{"server/store/mongo", "server/store/engine"},
	{"server/store/mongo/mongotest", "server/needs"},
	{"server/store/guard", "server/store/engine cohorts/base"},
	{"server/store", "server/store/engine server/store/guard web/auth web/repeat metrics metrics/intake surveys/... cohorts/..."},
	{"server/needs", ""},
	{"server/mail", "cohorts/..."},
	{"server/hook", "surveys/hook"},
	{"server/services", "server/store server/store/engine web/auth web/repeat metrics/... surveys/... cohorts/..."},
	{"server/services/servicestest", "server/services server/store/... server/needs web/auth metrics/... surveys/... cohorts/..."},
	{"server/demo", "server/services web/auth metrics metrics/intake surveys/... cohorts/..."},
	{"server/bench", "server/store/..."},
	{"server", "server/store/... server/mail server/hook server/demo server/services web/... metrics/... surveys/... cohorts/..."},
}

// outside say which packages of others some may not import.
var outside = []struct{ from, never string }{
	{"cohorts/... surveys/... metrics/...", "net/http/... net/smtp database/... github.com/labstack/... go.mongodb.org/... go.etcd.io/..."},
	{"web/...", "net/smtp database/... go.mongodb.org/... go.etcd.io/..."},
	{"server/store/engine", "net/http/... net/smtp database/... go.etcd.io/..."},
}

func TestImportsGoOneWay(t *testing.T) {
	for from, imports := range importGraph(t, "..") {
		allowed, ok := arrowsFrom(from)
		if !ok {
			t.Errorf("%s is not in the table: add a row that says what it may import", from)
		}
		for _, to := range imports {
			if inside, is := strings.CutPrefix(to, module); is && !in(inside, allowed) {
				t.Errorf("%s imports %s", from, inside)
			}
			for _, rule := range outside {
				if in(from, rule.from) && in(to, rule.never) {
					t.Errorf("%s imports %s", from, to)
				}
			}
		}
	}
}

func arrowsFrom(from string) (to string, ok bool) {
	for _, name := range []string{from, path.Dir(from) + "/*"} {
		for _, row := range arrows {
			if row.from == name {
				return row.to, true
			}
		}
	}
	return "", false
}

// in reports whether a package is one of a list.
func in(name, list string) bool {
	for _, one := range strings.Fields(list) {
		top, everything := strings.CutSuffix(one, "/...")
		if name == top || (everything && strings.HasPrefix(name, top+"/")) {
			return true
		}
	}
	return false
}

// importGraph returns what every package under a folder imports, its tests left out.
func importGraph(t *testing.T, root string) map[string][]string {
	t.Helper()
	graph := map[string][]string{}
	for _, file := range goFiles(t, root) {
		if file.test {
			continue
		}
		for _, one := range file.syntax.Imports {
			to, err := strconv.Unquote(one.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			graph[file.folder()] = append(graph[file.folder()], to)
		}
	}
	if len(graph["server"]) == 0 || len(graph["cohorts"]) == 0 {
		t.Fatalf("the packages were not found: %v", graph)
	}
	return graph
}

// The table itself holds to the order of the layers: no row points up, and no two siblings at each other.
func TestTheTableOfImports(t *testing.T) {
	for _, test := range []struct {
		from, to string
		allowed  bool
	}{
		{"server", "web", true}, {"web", "server", false},
		{"web", "metrics", true}, {"metrics", "web", false},
		{"metrics", "surveys", true}, {"surveys", "metrics", false},
		{"metrics/intake", "metrics", true}, {"metrics", "metrics/intake", false}, {"metrics/intake", "metrics/series", false},
		{"web", "metrics/intake", true}, {"web", "metrics/series", false},
		{"metrics", "metrics/grafana", false}, {"metrics/grafana", "metrics", false},
		{"surveys", "cohorts", true}, {"cohorts", "surveys", false},
		{"surveys", "surveys/instruments", true}, {"surveys/instruments", "surveys", false},
		{"surveys", "surveys/kinds", true}, {"surveys/kinds", "surveys", false}, {"surveys/instruments", "surveys/kinds", false},
		{"surveys/board", "surveys", true}, {"surveys", "surveys/board", false},
		{"surveys/board", "surveys/polls", false}, {"surveys/board", "surveys/hook", false}, {"surveys/hook", "surveys/board", false},
		{"surveys/polls", "surveys/polls/methods", true}, {"surveys/polls/methods", "surveys/polls", false},
		{"cohorts", "cohorts/base", true}, {"cohorts/base", "cohorts", false},
		{"cohorts", "cohorts/upload", true}, {"cohorts/upload", "cohorts", false},
		{"cohorts/contact", "cohorts", true}, {"cohorts", "cohorts/contact", false},
		{"cohorts/rollout", "cohorts/contact", false},
		{"web", "web/auth", true}, {"web/auth", "web", false}, {"web/auth", "web/page", false},
		{"web/ask", "web/page", true}, {"web/page", "web/ask", false}, {"web/ask", "web/portal", false}, {"web/ask", "web", false},
		{"server/store", "server/store/bolt", false}, {"server/store/bolt", "server/store/mongo", false},
		{"server/store", "web", false}, {"server/store", "web/auth", true},
	} {
		if list, _ := arrowsFrom(test.from); in(test.to, list) != test.allowed {
			t.Errorf("%s to %s: allowed is %v", test.from, test.to, !test.allowed)
		}
	}
}
