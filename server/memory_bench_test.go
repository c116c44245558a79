package main

import (
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

// BenchmarkMemory measures the most anonymous memory that a server in a process of its own takes, which has 100,000
// agreed members, while 1,000,000 events come in over HTTP, are folded, and are reported on. Memory that the embedded
// file is mapped to is not anonymous.
func BenchmarkMemory(b *testing.B) {
	if _, err := os.Stat("/proc/self/status"); err != nil {
		b.Skip("the kernel does not tell how much memory is anonymous")
	}
	const members, batches = 100_000, 1000
	at := folder(b)
	s, _ := startRecorded(b, at)
	s.agreedMembers(b, members)
	s.foldEvents(b)
	s.stop(b)
	c := startChild(b, at.with("--log-level", "info")...)
	most := c.watchMemory(b)
	b.ResetTimer()
	start := time.Now()
	sendAll(b, c.base, eventBatches(batches, members))
	took := time.Since(start)
	b.StopTimer()
	for range 3 {
		c.must(b, "GET", "/reports/adoption?cohort=wave", nil, nil)
	}
	b.ReportMetric(batches*eventsAtOnce/took.Seconds(), "events/s")
	b.ReportMetric(float64(most())/1024, "MiB")
	b.ReportMetric(0, "ns/op")
}

// watchMemory looks how much anonymous memory a server has, until it is asked for the most that it saw, in KiB.
func (c *child) watchMemory(b testing.TB) (most func() int) {
	done, answer := make(chan struct{}), make(chan int)
	file := "/proc/" + strconv.Itoa(c.command.Process.Pid) + "/status"
	go func() {
		highest := 0
		for {
			select {
			case <-done:
				answer <- highest
				return
			case <-time.After(20 * time.Millisecond):
			}
			status, err := os.ReadFile(file)
			if err != nil {
				b.Error(err)
			}
			_, rest, _ := strings.Cut(string(status), "RssAnon:")
			fields := strings.Fields(rest)
			if len(fields) == 0 {
				continue
			}
			if size, err := strconv.Atoi(fields[0]); err == nil {
				highest = max(highest, size)
			}
		}
	}()
	return func() int { close(done); return <-answer }
}
