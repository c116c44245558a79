package main

import (
	"fmt"
	"io"
	"time"
)

// progressEvery is how often long work says how far it is.
const progressEvery = 2 * time.Second

// progress tells how many documents are done.
type progress struct {
	to    io.Writer
	doing string // "Writing the backup"
	now   func() time.Time
	next  time.Time
	done  int
}

func (m *Main) progress(doing string) *progress {
	return &progress{to: m.Err, doing: doing, now: m.Now, next: m.Now().Add(progressEvery)}
}

func (p *progress) add(n int) {
	p.done += n
	if now := p.now(); now.After(p.next) {
		p.next = now.Add(progressEvery)
		fmt.Fprintf(p.to, "%s: %d documents so far\n", p.doing, p.done)
	}
}
