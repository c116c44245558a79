package store

import (
	"encoding/binary"
	"flag"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/bson"
)

var update = flag.Bool("update-documents", false, "write the documents of the example clinic anew")

const examplesFile = "testdata/documents.txt"

const examplesHead = `A document of every collection, as mongosh shows it, from a small made-up clinic. Where documents of one collection have
different fields there is one of each. What is sealed is bytes in the database; here it is opened as sealed(…), and numbers that
are packed into bytes as packed(…). Made by: go test ./server/store -run TestExampleDocuments -update-documents
`

// The file shows a document of every collection as it is written today.
func TestExampleDocuments(t *testing.T) {
	got := examplesHead + exampleDocuments(t)
	if *update {
		if err := os.WriteFile(examplesFile, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(examplesFile)
	if err != nil {
		t.Fatal(err)
	}
	if got == string(want) {
		return
	}
	is, was := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range is {
		if i >= len(was) || is[i] != was[i] {
			t.Fatalf("line %d of %s should be\n%s\n(-update-documents writes it anew; a document that changed needs a step of upgrades)", i+1, examplesFile, is[i])
		}
	}
	t.Fatalf("%s has %d lines too many", examplesFile, len(was)-len(is))
}

// exampleDocuments returns what lies in the example clinic, a document of each shape in each collection, in the order in
// which the collections are declared.
func exampleDocuments(t *testing.T) string {
	shown, text := map[string]bool{}, map[string]string{}
	exampleClinic(t, func(s *Store) {
		err := s.engine.Snapshot(t.Context(), func(collection string, doc bson.Raw) error {
			elements, err := doc.Elements()
			shape := collection
			for _, e := range elements {
				shape += " " + e.Key()
			}
			if shown[shape] || err != nil {
				return err
			}
			shown[shape] = true
			text[collection] += s.show(collection, doc.Lookup("_id").StringValue(), elements)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
	var all strings.Builder
	for _, c := range Collections() {
		if text[c.Name] == "" {
			t.Errorf("nothing lies in %s", c.Name)
		}
		fmt.Fprintf(&all, "\n== %s\n%s", c.Name, text[c.Name])
	}
	return all.String()
}

// show writes a document, a field on a line.
func (s *Store) show(collection, id string, fields []bson.RawElement) string {
	var b strings.Builder
	b.WriteString("{\n")
	for _, f := range fields {
		if f.Key() == "sum" {
			continue
		}
		at := sealedPlace{collection, id, f.Key(), "  "}
		fmt.Fprintf(&b, "  %s: %s,\n", f.Key(), s.showValue(at, f.Value()))
	}
	b.WriteString("}\n")
	return b.String()
}

func (s *Store) showValue(at sealedPlace, v bson.RawValue) string {
	switch v.Type {
	case bson.TypeString:
		return strconv.Quote(v.StringValue())
	case bson.TypeInt32, bson.TypeInt64:
		return fmt.Sprint(v.AsInt64())
	case bson.TypeDouble:
		return strconv.FormatFloat(v.Double(), 'f', -1, 64)
	case bson.TypeBoolean:
		return fmt.Sprint(v.Boolean())
	case bson.TypeDateTime:
		return fmt.Sprintf("ISODate(%q)", v.Time().UTC().Format(time.RFC3339Nano))
	case bson.TypeArray:
		return s.showList(at, v.Array())
	case bson.TypeEmbeddedDocument:
		return s.showPart(at, v.Document())
	case bson.TypeBinary:
		_, data := v.Binary()
		return s.showBytes(at, data)
	case bson.TypeNull:
		return "null"
	}
	return fmt.Sprintf("<%s>", v.Type)
}

// showList writes a list in a line where that is short, and otherwise an entry on a line.
func (s *Store) showList(at sealedPlace, list bson.Raw) string {
	values, _ := list.Values()
	var entries []string
	outer := at.indent
	at.indent += "  "
	for _, value := range values {
		entries = append(entries, s.showValue(at, value))
	}
	if line := strings.Join(entries, ", "); len(line) < 100 {
		return "[" + line + "]"
	}
	return "[\n" + at.indent + strings.Join(entries, ",\n"+at.indent) + ",\n" + outer + "]"
}

// showPart writes a document within another. What is a map in Go comes in any order; names that all lead to words are
// put in one.
func (s *Store) showPart(at sealedPlace, part bson.Raw) string {
	elements, _ := part.Elements()
	named := !slices.ContainsFunc(elements, func(e bson.RawElement) bool { return e.Value().Type != elements[0].Value().Type })
	if named {
		slices.SortFunc(elements, func(a, b bson.RawElement) int { return strings.Compare(a.Key(), b.Key()) })
	}
	if field, ok := part.Lookup("field").StringValueOK(); ok {
		at.field = field // an answer is sealed for its own field
	}
	var list []string
	for _, e := range elements {
		list = append(list, e.Key()+": "+s.showValue(at, e.Value()))
	}
	return "{" + strings.Join(list, ", ") + "}"
}

func (s *Store) showBytes(at sealedPlace, data []byte) string {
	if plain, err := s.sealer.aead.Decrypt(data, place(at.collection, at.id, at.field)); err == nil {
		return "sealed(" + string(plain) + ")"
	}
	if at.collection == sessions {
		return "bytes(" + strconv.Quote(string(data)) + ")"
	}
	var ints []string
	for rest := data; len(rest) > 0; {
		n, size := binary.Varint(rest)
		ints, rest = append(ints, fmt.Sprint(n)), rest[max(size, 1):]
	}
	if many := len(ints); many > 12 {
		ints = append(ints[:12], fmt.Sprintf("… %d in all", many))
	}
	return "packed(" + strings.Join(ints, ", ") + ")"
}

// sealedPlace is what a field is sealed for, and how far it is indented.
type sealedPlace struct{ collection, id, field, indent string }
