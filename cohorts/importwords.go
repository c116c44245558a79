package cohorts

import (
	"context"
	"errors"
	"slices"
	"strings"

	"soundings/cohorts/upload"
)

// FileWord is a word of a file that is no group, or no language.
type FileWord struct{ Column, Word string }

// maxFileWords is how many words of a file are asked about at once.
const maxFileWords = 30

// errEnough ends a search.
var errEnough = errors.New("enough is found")

// UnknownWords returns the words of a waiting file that are no group and no language, each once, in the order of its rows: so
// that somebody says once for the file what each means.
func UnknownWords(ctx context.Context, jobs *upload.Jobs[Reading, ImportReport], job Import) ([]FileWord, error) {
	if !slices.ContainsFunc(job.Report.Errors, isWord) {
		return nil, nil
	}
	var words []FileWord
	columns, _ := columnsOf(job.Header, job.Reading.Columns)
	err := jobs.BadRows(ctx, job, func(row upload.Row, why []upload.RowError) error {
		for _, e := range why {
			if !isWord(e) {
				continue
			}
			word := FileWord{e.Column, plain(row.Cells[slices.Index(columns, e.Column)])}
			if !slices.ContainsFunc(words, func(w FileWord) bool { return w.key() == word.key() }) {
				words = append(words, word)
			}
		}
		if len(words) >= maxFileWords {
			return errEnough
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return words, err
}

func (w FileWord) key() string { return ValueKey(w.Column, w.Word) }

// isWord reports whether a cell holds a word that is no group or no language.
func isWord(e upload.RowError) bool {
	return (e.Column == "group" || e.Column == "language") && e.Line > 1 && strings.HasSuffix(e.Text.ID, "oneof")
}
