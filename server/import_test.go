package main

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"soundings/server/needs"
)

// otherFile is a file of n patients as another program writes it: Windows-1252, semicolons, columns with names of their own;
// in some of its rows the day of birth does not exist.
func otherFile(t *testing.T, n int, bad func(i int) bool) string {
	t.Helper()
	var table strings.Builder
	table.WriteString("Patient ID;Grupo;Nombre completo;Fecha de nacimiento;Interne Notiz\n")
	for i := range n {
		born := fmt.Sprintf("19%02d-%02d-11", i%100, 1+i%12)
		if bad(i) {
			born = "1950-02-30"
		}
		fmt.Fprintf(&table, "N-%06d;patient;José Núñez %d;%s;x\n", i, i, born)
	}
	text, err := charmap.Windows1252.NewEncoder().String(table.String())
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// A large file of another program is checked as a whole: its twelve bad rows are named and nothing is kept. Corrected it goes
// in once, and answers to a survey are taken meanwhile. BenchmarkImport says how long they wait.
func TestALargeImportBesideAnswers(t *testing.T) {
	needs.Time(t)
	const n, mapping = 60_000, "/participants/import?map=Patient%20ID:ref&map=Grupo:group&map=Nombre%20completo:name&map=Fecha%20de%20nacimiento:born&map=Interne%20Notiz:"
	s := start(t, folder(t).with("--api-key", testKey)...)
	c := newClient(s.BaseURL)
	_, paths := c.invite(t, 200)
	var report struct {
		Rows, Added, Changed, Unchanged int
		Errors                          []struct {
			Line            int
			Column, Message string
		}
	}
	spoiled := otherFile(t, n, func(i int) bool { return i%5000 == 77 })
	for _, dry := range []string{"&dry_run=true", ""} {
		if status := c.api(t, "POST", mapping+dry, spoiled, &report); status != http.StatusUnprocessableEntity && dry == "" || len(report.Errors) != 12 {
			t.Fatalf("%d bad rows are named, not twelve: %d %+v", len(report.Errors), status, report.Errors)
		}
	}
	if first := report.Errors[0]; first.Line != 79 || first.Column != "born" {
		t.Errorf("the first bad cell is %+v", first)
	}
	if status := c.api(t, "GET", "/participants/N-000000", nil, nil); status != http.StatusNotFound {
		t.Error("something of a bad file is kept")
	}

	imported, taken := make(chan struct{}), make(chan int)
	go func() {
		defer close(taken)
		eventually(t, "the first row is kept", func() bool {
			_, err := s.app.Cohorts.Participant(t.Context(), "N-000000")
			return err == nil
		})
		n := 0
		for _, path := range paths {
			if status, _, err := c.post(t.Context(), path, filled()); err != nil || status != http.StatusSeeOther {
				t.Error(status, err)
			}
			select {
			case <-imported:
			default:
				n++
			}
		}
		taken <- n
	}()
	good := otherFile(t, n, func(int) bool { return false })
	report.Errors = nil
	c.must(t, "POST", mapping, good, &report)
	close(imported)
	if report.Added != n {
		t.Errorf("added are %+v", report)
	}
	beside := <-taken
	t.Logf("%d answers were taken between the first row and the last", beside)
	if beside < 10 {
		t.Errorf("only %d answers were taken beside the import", beside)
	}
	c.must(t, "POST", mapping, good, &report)
	if report.Unchanged != n || report.Changed+report.Added != 0 {
		t.Errorf("the second time is %+v", report)
	}
	var p struct {
		Name       string
		Attributes map[string]string
	}
	c.must(t, "GET", "/participants/N-000012", nil, &p)
	if p.Name != "José Núñez 12" || fmt.Sprint(p.Attributes) != "map[born:1912-01-11]" {
		t.Errorf("kept is %+v", p)
	}
}
