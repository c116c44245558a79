package servicestest

import (
	"sync"
	"time"

	"soundings/cohorts/base"
)

// Together calls do for every i from 0 to below n, all at once, and returns the results in this order.
func Together[T any](n int, do func(i int) T) []T {
	results := make([]T, n)
	var all sync.WaitGroup
	start := make(chan struct{})
	for i := range results {
		all.Go(func() {
			<-start
			results[i] = do(i)
		})
	}
	close(start)
	all.Wait()
	return results
}

// Persistent tries as people do who are told that nothing can be kept now: again, until they are answered.
func Persistent[T any](try func() (T, error)) (T, error) {
	for {
		x, err := try()
		if !base.IsCode(err, base.Unavailable) {
			return x, err
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// Count returns how often each value is there.
func Count[T comparable](all []T) map[T]int {
	m := map[T]int{}
	for _, v := range all {
		m[v]++
	}
	return m
}
