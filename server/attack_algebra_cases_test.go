package main

import (
	"fmt"
	"strings"
	"testing"
)

// The algebra finds what can be found by adding and subtracting, and nothing else.
func TestAttackAlgebra(t *testing.T) {
	for name, test := range map[string]struct {
		patients, staff int
		replaced        bool // the last entry takes the place of the first
		rows            []string
		leaks           bool
	}{
		"one figure of enough":           {patients: 11, rows: []string{"0-10"}},
		"one figure of too few":          {patients: 10, rows: []string{"0-9"}, leaks: true},
		"total less patients":            {patients: 12, staff: 3, rows: []string{"0-11", "0-14"}, leaks: true},
		"total less patients, enough":    {patients: 12, staff: 5, rows: []string{"0-11", "0-16"}},
		"one more on the next day":       {patients: 16, rows: []string{"0-14", "0-15"}, leaks: true},
		"eleven more":                    {patients: 22, rows: []string{"0-10", "0-21"}},
		"two cuts that cross":            {staff: 24, rows: []string{"0-11", "12-23", "0-7,12-19", "8-11,20-23"}},
		"three figures with one between": {patients: 40, rows: []string{"0-19", "20-39", "1-39"}, leaks: true},
		"four figures, one between":      {patients: 80, rows: []string{"0-19", "20-39", "40-59", "60-79", "1-79"}, leaks: true},
		"a cell that is half of two":     {patients: 24, rows: []string{"0-15", "8-23", "0-7,16-23"}, leaks: true},
		"one gone with ten come":         {patients: 30, rows: []string{"0-18", "1-28"}},
		"one gone with nine come":        {patients: 30, rows: []string{"0-18", "1-27"}, leaks: true},
		"a ballot replaced alone":        {patients: 12, replaced: true, rows: []string{"0-11", "1-12"}, leaks: true},
		"a ballot replaced among eleven": {patients: 22, replaced: true, rows: []string{"0-11", "1-22"}},
	} {
		b := attackBlock{name: name, entries: map[int]attackEntry{}}
		for n := range test.patients + test.staff {
			group := "patient"
			if n >= test.patients {
				group = "staff"
			}
			b.entries[n] = attackEntry{n, fmt.Sprint("P", n), group}
		}
		if test.replaced {
			n := len(b.entries)
			b.entries[n] = attackEntry{n, "P0", "patient"}
		}
		for _, row := range test.rows {
			of := map[int]bool{}
			for part := range strings.SplitSeq(row, ",") {
				var from, to int
				if _, err := fmt.Sscanf(part, "%d-%d", &from, &to); err != nil {
					t.Fatal(err)
				}
				for n := from; n <= to; n++ {
					of[n] = true
				}
			}
			b.rows = append(b.rows, attackRow{of, row})
		}
		if found := b.leaks(); (len(found) > 0) != test.leaks {
			t.Errorf("%s: found %+v", name, found)
		}
	}
}
