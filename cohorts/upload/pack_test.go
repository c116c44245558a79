package upload

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// Rows come out of their packing as they went in, chunk by chunk, and take a fraction of the memory.
func TestPackedRows(t *testing.T) {
	for about, row := range map[string]func(n int) Row{
		"usual ones":    func(n int) Row { return Row{n, []string{fmt.Sprint("P-", n), "patient", "Ana Peña", "north"}} },
		"empty cells":   func(n int) Row { return Row{n, []string{"", "x", ""}} },
		"of all widths": func(n int) Row { return Row{n, make([]string, n%7)} },
		"no letters":    func(n int) Row { return Row{1 << 40, []string{"\x00\xff", strings.Repeat("\n", n)}} },
	} {
		for _, count := range []int{0, 1, Chunk - 1, Chunk, 2*Chunk + 1} {
			var p packed
			var want []Row
			for n := range count {
				want = append(want, row(n))
				if err := p.add(row(n)); err != nil {
					t.Fatal(err)
				}
			}
			if err := p.close(); err != nil {
				t.Fatal(err)
			}
			got, size := Table{rows: p}.all(), 0
			for _, chunk := range p.chunks {
				size += len(chunk)
			}
			if !reflect.DeepEqual(got, want) || len(p.chunks) != (count+Chunk-1)/Chunk || p.count != count {
				t.Errorf("%s: %d rows come out as %d in %d chunks", about, count, len(got), len(p.chunks))
			}
			if size > 40*count+100 {
				t.Errorf("%s: %d rows take %d bytes", about, count, size)
			}
		}
	}
	if _, err := unpack([]byte("not packed")); err == nil {
		t.Error("what is not packed is unpacked")
	}
}
