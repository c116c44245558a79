package base

import "iter"

// Page is one page of a list. Next is the cursor of the page after it, empty on the last page.
type Page[T any] struct {
	Items []T
	Next  string
}

// Each returns the items of a list that is kept page by page. list returns the page after a cursor, which is empty for
// the first page; its error is the last thing that Each yields.
func Each[T any](list func(after string) (Page[T], error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for page, err := range Pages(list) {
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			for _, item := range page {
				if !yield(item, nil) {
					return
				}
			}
		}
	}
}

// Pages is as Each, for work that takes a whole page at a time. It yields no empty page.
func Pages[T any](list func(after string) (Page[T], error)) iter.Seq2[[]T, error] {
	return func(yield func([]T, error) bool) {
		for after := ""; ; {
			page, err := list(after)
			if err != nil {
				yield(nil, err)
				return
			}
			if len(page.Items) > 0 && !yield(page.Items, nil) {
				return
			}
			if page.Next == "" {
				return
			}
			after = page.Next
		}
	}
}
