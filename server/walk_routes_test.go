package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// walkRoute is a line of the table of addresses.
type walkRoute struct{ method, path string }

func (r walkRoute) String() string { return r.method + " " + r.path }

// walkRoutes reads the table of addresses in web/routes.go: each line begins with a method and a path.
func walkRoutes(t *testing.T) []walkRoute {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../web/routes.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var found []walkRoute
	ast.Inspect(file, func(n ast.Node) bool {
		line, ok := n.(*ast.CompositeLit)
		if !ok || len(line.Elts) < 3 {
			return true
		}
		method, path := literal(line.Elts[0]), literal(line.Elts[1])
		if path == "" {
			if sum, ok := line.Elts[1].(*ast.BinaryExpr); ok { // staticPath + "*"
				path = "/static/" + literal(sum.Y)
			}
		}
		if method != "" && strings.HasPrefix(path, "/") {
			found = append(found, walkRoute{strings.ToUpper(method), path})
		}
		return true
	})
	if len(found) < 100 {
		t.Fatalf("web/routes.go has only %d addresses that can be read", len(found))
	}
	return found
}

// literal returns a text, or the name of a constant.
func literal(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, _ := strconv.Unquote(e.Value)
		return text
	case *ast.Ident:
		return e.Name
	}
	return ""
}

// route returns the route that answers a path, the one with the most fixed parts; empty: none does.
func (w *walk) route(method, path string) string {
	path, _, _ = strings.Cut(path, "?")
	best, fixed := "", -1
	for _, r := range w.routes {
		if n := matches(r.path, path); r.method == method && n > fixed {
			best, fixed = r.String(), n
		}
	}
	return best
}

// matches returns how many parts of a path are as they stand in the pattern, or -1.
func matches(pattern, path string) int {
	if prefix, ok := strings.CutSuffix(pattern, "*"); ok {
		if strings.HasPrefix(path, prefix) {
			return 0
		}
		return -1
	}
	want, got := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return -1
	}
	fixed := 0
	for i, part := range want {
		switch {
		case part == got[i]:
			fixed++
		case !strings.HasPrefix(part, ":") || got[i] == "":
			return -1
		}
	}
	return fixed
}

// missed says which addresses nobody went to.
func (w *walk) missed() {
	w.t.Helper()
	for _, r := range w.routes {
		if !w.visited[r.String()] {
			w.t.Errorf("the walk does not go to %s: add it to the start addresses, the forms or the bodies", r)
		}
	}
}

func sortStrings(s []string) { slices.Sort(s) }
