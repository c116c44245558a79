package page

import (
	"maps"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"soundings/cohorts/base"
)

// ListLength is how many lines a page of a list has.
const ListLength = 50

// Pager leads through the pages of a list; an empty address shows no link.
type Pager struct {
	First string
	Next  string
}

// PagerOf leads to the next page of a list, and back to the first from any other.
func (p Page) PagerOf(c echo.Context, next string) Pager {
	var links Pager
	query := maps.Clone(c.QueryParams())
	if query.Has("after") {
		query.Del("after")
		links.First = (&url.URL{Path: p.Path, RawQuery: query.Encode()}).String()
	}
	if next != "" {
		query.Set("after", next)
		links.Next = (&url.URL{Path: p.Path, RawQuery: query.Encode()}).String()
	}
	return links
}

// Cut returns a page of a whole list: what comes behind the item that after names.
func Cut[T any](all []T, after string, id func(T) string) base.Page[T] {
	from := 1 + slices.IndexFunc(all, func(item T) bool { return id(item) == after })
	listed := base.Page[T]{Items: all[from:min(len(all), from+ListLength)]}
	if to := from + ListLength; to < len(all) {
		listed.Next = id(all[to-1])
	}
	return listed
}
