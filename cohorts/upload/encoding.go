package upload

import (
	"bytes"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"

	"soundings/cohorts/base"
)

// readAll reads a whole file.
func readAll(file io.Reader) ([]byte, error) {
	all, err := io.ReadAll(io.LimitReader(file, MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("reading the file: %w", err)
	}
	if len(all) > MaxBytes {
		return nil, TooLarge()
	}
	return all, nil
}

// textOf returns a file of text in UTF-8, whichever way a spreadsheet wrote it: UTF-8 or UTF-16, told
// by its byte order mark, or in letters of a byte each, told by themselves where nobody says how. Something that is no text
// at all, such as a picture, it returns as it is.
func textOf(text []byte, letters Letters) ([]byte, []RowError, error) {
	var coding encoding.Encoding
	switch mark := []byte("\xef\xbb\xbf"); {
	case bytes.HasPrefix(text, mark):
		return text[len(mark):], nil, nil
	case bytes.HasPrefix(text, []byte("\xff\xfe")), bytes.HasPrefix(text, []byte("\xfe\xff")):
		coding = unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM)
	case isBinary(text) || utf8.Valid(text) || mostlyUTF8(text):
		return text, nil, nil
	default:
		var bad []RowError
		if codings[letters] == nil {
			if letters, bad = lettersOf(text); bad != nil {
				return nil, bad, nil
			}
		}
		coding = codings[letters]
	}
	text, err := coding.NewDecoder().Bytes(text)
	if err != nil {
		return nil, nil, fmt.Errorf("decoding the file: %w", err)
	}
	return text, nil, nil
}

// TooLarge refuses a file that is over the limit.
func TooLarge() error {
	return base.Refuse(base.TooLarge, "import.too_large", "Megabytes", MaxBytes>>20)
}

// isBinary reports whether something is no text, or what other programs write as text and nobody as a table: PDF, RTF and pages.
func isBinary(text []byte) bool {
	begins := bytes.ToLower(bytes.TrimLeft(text[:min(len(text), 100)], " \t\r\n"))
	for _, with := range []string{"%pdf-", `{\rtf`, "<!doctype", "<html", "<?xml"} {
		if bytes.HasPrefix(begins, []byte(with)) {
			return true
		}
	}
	return bytes.IndexByte(text, 0) >= 0
}

// mostlyUTF8 reports whether more letters beyond ASCII are right in UTF-8 than are not.
func mostlyUTF8(text []byte) bool {
	right, wrong := 0, 0
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		switch {
		case r == utf8.RuneError && size == 1:
			wrong++
		case size > 1:
			right++
		}
		text = text[size:]
	}
	return right > wrong
}

// lines returns a text whose lines all end in a line feed: those of Excel for Mac end in a carriage return alone. Within
// quotation marks nothing changes.
func lines(text []byte) []byte {
	quoted := false
	for i, b := range text {
		switch {
		case b == '"':
			quoted = !quoted
		case b == '\r' && !quoted && (i+1 == len(text) || text[i+1] != '\n'):
			text[i] = '\n'
		}
	}
	return text
}

// separatorOf returns what stands between the cells of a table: of comma, semicolon and tab the one that its first line
// has most of, outside quotation marks.
func separatorOf(text []byte) rune {
	counts := map[byte]int{}
	quoted := false
	for _, b := range bytes.TrimLeft(text, "\r\n") {
		switch {
		case b == '"':
			quoted = !quoted
		case quoted:
		case b == '\n' || b == '\r':
			return most(counts)
		default:
			counts[b]++
		}
	}
	return most(counts)
}

func most(counts map[byte]int) rune {
	best := byte(',')
	for _, b := range []byte(";\t") {
		if counts[b] > counts[best] {
			best = b
		}
	}
	return rune(best)
}
