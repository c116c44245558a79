package main

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

// What is still read in one sitting: a package, the methods of one type, a file, and a function without its tables.
const (
	maxPackage  = 4000 // lines of code, tests left out
	maxMethods  = 60
	maxFile     = 400 // lines
	maxFunction = 60  // lines, tables left out
	maxTest     = 90  // lines of a test, which may be a story
)

// larger are what may be larger, with the reason.
var larger = map[string]string{
	"server/store":       "keeps every document, one noun a file: split, each half would need the other's transactions",
	"server/store.Store": "satisfies the store of every domain package",
	"web/routes.go":      "the one table of addresses: a line for each",
}

// goFile is one Go file of this module.
type goFile struct {
	path   string // "web/ask/poll.go"
	test   bool
	lines  int
	code   int // lines that hold more than a comment
	set    *token.FileSet
	syntax *ast.File
}

func (f goFile) folder() string { return path.Dir(f.path) }

// span returns how many lines a node takes.
func (f goFile) span(n ast.Node) int {
	return f.set.Position(n.End()).Line - f.set.Position(n.Pos()).Line + 1
}

// goFiles parses every Go file under a folder.
func goFiles(t *testing.T, root string) []goFile {
	t.Helper()
	var all []goFile
	err := filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		switch name := entry.Name(); {
		case err != nil:
			return err
		case entry.IsDir() && file != root && (strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") || name == "testdata"):
			return filepath.SkipDir
		case entry.IsDir() || !strings.HasSuffix(name, ".go"):
			return nil
		}
		content, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		f := goFile{
			path: filepath.ToSlash(name), test: strings.HasSuffix(name, "_test.go"), set: token.NewFileSet(),
			lines: bytes.Count(content, []byte("\n")), code: codeLines(content),
		}
		f.syntax, err = parser.ParseFile(f.set, file, content, parser.ParseComments|parser.SkipObjectResolution)
		all = append(all, f)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// codeLines returns how many lines hold more than a comment.
func codeLines(content []byte) int {
	var s scanner.Scanner
	set := token.NewFileSet()
	file := set.AddFile("", -1, len(content))
	s.Init(file, content, nil, 0)
	lines := map[int]bool{}
	for {
		at, kind, text := s.Scan()
		if kind == token.EOF {
			return len(lines)
		}
		first := file.Line(at)
		lines[first] = true
		if kind == token.STRING { // of several lines
			for i := range strings.Count(text, "\n") {
				lines[first+1+i] = true
			}
		}
	}
}

// functions calls do with every function of a file.
func (f goFile) functions(do func(*ast.FuncDecl)) {
	for _, d := range f.syntax.Decls {
		if function, ok := d.(*ast.FuncDecl); ok {
			do(function)
		}
	}
}

// receiver returns the name of a method's type; empty: it is a function.
func receiver(function *ast.FuncDecl) string {
	name := ""
	if function.Recv != nil {
		ast.Inspect(function.Recv.List[0].Type, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok && name == "" {
				name = id.Name
			}
			return true
		})
	}
	return name
}

// Everything is small enough to be read in one sitting.
func TestSizes(t *testing.T) {
	lines, methods, files := map[string]int{}, map[string]int{}, map[string]int{}
	for _, file := range goFiles(t, "..") {
		files[file.path] = file.lines
		if file.lines > maxFile && larger[file.path] == "" {
			t.Errorf("%s has %d lines, more than %d", file.path, file.lines, maxFile)
		}
		file.functions(func(function *ast.FuncDecl) {
			most := maxFunction
			if file.test {
				most = maxTest
			}
			if n := file.span(function) - file.tables(function); n > most {
				t.Errorf("%s: %s has %d lines beside its tables, more than %d", file.path, function.Name.Name, n, most)
			}
			if of := receiver(function); of != "" && !file.test {
				methods[file.folder()+"."+of]++
			}
		})
		if !file.test {
			lines[file.folder()] += file.code
		}
	}
	for name, n := range lines {
		if n > maxPackage && larger[name] == "" {
			t.Errorf("package %s has %d lines of code, more than %d: part it", name, n, maxPackage)
		}
	}
	for name, n := range methods {
		if n > maxMethods && larger[name] == "" {
			t.Errorf("%s has %d methods, more than %d: part it", name, n, maxMethods)
		}
	}
	for name := range larger {
		if lines[name] <= maxPackage && methods[name] <= maxMethods && files[name] <= maxFile {
			t.Errorf("%s needs no reason to be larger", name)
		}
	}
}

// tables returns how many lines of a function are values that it lists.
func (f goFile) tables(function *ast.FuncDecl) int {
	lines := 0
	ast.Inspect(function, func(n ast.Node) bool {
		table, ok := n.(*ast.CompositeLit)
		if ok {
			lines += f.span(table) - 1
		}
		return !ok
	})
	return lines
}

// Every package has a comment that begins with its name and says what is in it, and every exported name has one.
func TestComments(t *testing.T) {
	said := map[string]bool{}
	for _, file := range goFiles(t, "..") {
		if file.test {
			continue
		}
		begins := "Package " + file.syntax.Name.Name + " "
		if file.syntax.Name.Name == "main" {
			begins = "Command " + path.Base(file.folder()) + " "
		}
		said[file.folder()] = said[file.folder()] || strings.HasPrefix(file.syntax.Doc.Text(), begins)
		for _, name := range file.undocumented() {
			t.Errorf("%s: %s has no comment", file.path, name)
		}
	}
	for folder, ok := range said {
		if !ok {
			t.Errorf("package %s has no comment that begins with its name", folder)
		}
	}
}

// undocumented returns the exported names of a file without a comment of their own or of their group.
func (f goFile) undocumented() []string {
	var names []string
	for _, d := range f.syntax.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			of := receiver(d)
			template := of != "" && d.Name.Name == "Template" // which page.View documents
			if d.Doc == nil && d.Name.IsExported() && !template && (of == "" || ast.IsExported(of)) {
				names = append(names, strings.TrimPrefix(of+"."+d.Name.Name, "."))
			}
		case *ast.GenDecl:
			if d.Doc == nil {
				names = append(names, undocumentedSpecs(d.Specs)...)
			}
		}
	}
	return names
}

func undocumentedSpecs(specs []ast.Spec) []string {
	var names []string
	for _, spec := range specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			if spec.Doc == nil && spec.Comment == nil && spec.Name.IsExported() {
				names = append(names, spec.Name.Name)
			}
		case *ast.ValueSpec:
			if spec.Doc == nil && spec.Comment == nil && spec.Names[0].IsExported() {
				names = append(names, spec.Names[0].Name)
			}
		}
	}
	return names
}
