package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"soundings/cohorts"
)

// BenchmarkImport measures a first import of 100,000 participants on the embedded engine, and how long the slowest of the
// other writes takes that come meanwhile, one after the other.
func BenchmarkImport(b *testing.B) {
	const n = 100_000
	table := bigTable(n)
	var took, slowest time.Duration
	for b.Loop() {
		s := newMain()
		if err := s.ParseFlags(folder(b).with("--listen", "127.0.0.1:0", "--api-key", testKey)); err != nil {
			b.Fatal(err)
		}
		if err := s.Run(b.Context()); err != nil {
			b.Fatal(err)
		}
		waited := s.besides(b)
		start := time.Now()
		report, err := s.app.Cohorts.Import(b.Context(), strings.NewReader(table), false)
		took += time.Since(start)
		slowest = max(slowest, <-waited())
		if err != nil || report.Added != n {
			b.Fatal(report, err)
		}
		start = time.Now()
		again, err := s.app.Cohorts.Import(b.Context(), strings.NewReader(table), false)
		if err != nil || again.Unchanged != n {
			b.Fatal(again, err)
		}
		b.ReportMetric(time.Since(start).Seconds(), "again-s")
		s.stop(b)
	}
	b.ReportMetric(took.Seconds()/float64(b.N), "import-s")
	b.ReportMetric(float64(slowest.Milliseconds()), "slowest-write-ms")
	b.ReportMetric(0, "ns/op")
}

func bigTable(n int) string {
	var table strings.Builder
	table.WriteString("ref,group,name,email,phone,language,age,site\n")
	for i := range n {
		fmt.Fprintf(&table, "P-%06d,patient,Ada Example %d,ada%d@example.org,555-%04d-%04d,%s,%s,%s\n",
			i, i, i, i/10_000, i%10_000, []string{"en", "es"}[i%2], []string{"18-34", "35-49", "50-64", "65-79"}[i%4], []string{"North", "South"}[i%3%2])
	}
	return table.String()
}

// besides writes one small thing after the other until it is stopped; the answer then has how long the slowest took.
func (s *server) besides(b *testing.B) (stop func() <-chan time.Duration) {
	b.Helper()
	done, slowest := make(chan struct{}), make(chan time.Duration, 1)
	go func() {
		longest := time.Duration(0)
		for n := 0; ; n++ {
			select {
			case <-done:
				slowest <- longest
				return
			default:
			}
			start := time.Now()
			_, err := s.app.Cohorts.SaveParticipant(b.Context(), cohorts.Participant{Ref: fmt.Sprintf("S-%d", n), Group: cohorts.Staff})
			if longest = max(longest, time.Since(start)); err != nil {
				b.Error(err)
			}
			time.Sleep(5 * time.Millisecond)
		}
	}()
	return func() <-chan time.Duration { close(done); return slowest }
}
