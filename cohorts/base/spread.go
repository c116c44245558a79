package base

import (
	"runtime"
	"sync"
)

// Spread does something for every i below n, on all processors at once, and returns when all is done.
func Spread(n int, do func(i int)) {
	workers := min(n, runtime.GOMAXPROCS(0))
	var running sync.WaitGroup
	for w := range workers {
		running.Go(func() {
			for i := w; i < n; i += workers {
				do(i)
			}
		})
	}
	running.Wait()
}
