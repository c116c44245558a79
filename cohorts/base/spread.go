package base

import (
	"runtime"
	"sync"
)

// Spread calls do for every i from 0 to below n, spread over all processors, and returns when all calls have returned.
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
