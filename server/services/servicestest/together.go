package servicestest

import "sync"

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

// Count returns how often each value is there.
func Count[T comparable](all []T) map[T]int {
	m := map[T]int{}
	for _, v := range all {
		m[v]++
	}
	return m
}
