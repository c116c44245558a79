package upload

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"io"
)

// packed are rows that take little memory, chunk by chunk: what people have in files repeats itself.
type packed struct {
	count   int
	chunks  [][]byte
	open    []Row // of the chunk that is not full yet
	squeeze *flate.Writer
}

// add adds a row.
func (p *packed) add(row Row) error {
	p.count++
	if p.open = append(p.open, row); len(p.open) < Chunk {
		return nil
	}
	return p.close()
}

// close packs the rows of the chunk that is not full.
func (p *packed) close() error {
	if len(p.open) == 0 {
		return nil
	}
	var to bytes.Buffer
	if p.squeeze == nil {
		var err error
		if p.squeeze, err = flate.NewWriter(&to, flate.BestSpeed); err != nil {
			return fmt.Errorf("pack rows: %w", err)
		}
	} else {
		p.squeeze.Reset(&to)
	}
	if _, err := p.squeeze.Write(plainRows(p.open)); err != nil {
		return fmt.Errorf("pack rows: %w", err)
	}
	if err := p.squeeze.Close(); err != nil {
		return fmt.Errorf("pack rows: %w", err)
	}
	p.chunks, p.open = append(p.chunks, bytes.Clone(to.Bytes())), p.open[:0]
	clear(p.open[:cap(p.open)])
	return nil
}

// plainRows writes rows one after the other: the line, the number of cells, and each cell behind its length.
func plainRows(rows []Row) []byte {
	var b []byte
	for _, r := range rows {
		b = binary.AppendUvarint(b, uint64(r.Line))
		b = binary.AppendUvarint(b, uint64(len(r.Cells)))
		for _, cell := range r.Cells {
			b = append(binary.AppendUvarint(b, uint64(len(cell))), cell...)
		}
	}
	return b
}

// unpack returns the rows of a chunk.
func unpack(chunk []byte) ([]Row, error) {
	plain, err := io.ReadAll(flate.NewReader(bytes.NewReader(chunk)))
	if err != nil {
		return nil, fmt.Errorf("unpack rows: %w", err)
	}
	next := func() int {
		n, size := binary.Uvarint(plain)
		plain = plain[size:]
		return int(n)
	}
	var rows []Row
	for len(plain) > 0 {
		row := Row{Line: next(), Cells: make([]string, next())}
		for i := range row.Cells {
			n := next()
			row.Cells[i], plain = string(plain[:n]), plain[n:] // by itself: who keeps one cell does not keep the chunk
		}
		rows = append(rows, row)
	}
	return rows, nil
}
