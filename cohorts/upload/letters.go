package upload

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/encoding/charmap"

	"soundings/cohorts/base"
)

// Letters is how a file that is not in Unicode writes letters with accents, a byte each.
type Letters string

// The ways of spreadsheets.
const (
	Windows Letters = "windows-1252"
	Mac     Letters = "macintosh"
	DOS     Letters = "ibm850"
)

// AllLetters returns them, the most frequent first.
func AllLetters() []Letters { return []Letters{Windows, Mac, DOS} }

var codings = map[Letters]*charmap.Charmap{Windows: charmap.Windows1252, Mac: charmap.Macintosh, DOS: charmap.CodePage850}

// maxEvidence is how many letters beyond ASCII are looked at to tell how a file writes them.
const maxEvidence = 10_000

// lead is by how much the likeliest way to read a file has to be likelier than any other: about half a Spanish letter.
const lead = 2

// lettersOf returns how a text that is not in Unicode writes its letters. Where they do not tell it asks, and shows the first
// word that would be another.
func lettersOf(text []byte) (Letters, []RowError) {
	points := map[Letters]int{}
	places := evidence(text)
	for _, letters := range AllLetters() {
		for _, at := range places {
			points[letters] += plausible(around(codings[letters], text, at))
		}
	}
	best := slices.Clone(AllLetters())
	slices.SortStableFunc(best, func(a, b Letters) int { return points[b] - points[a] })
	if points[best[0]]-points[best[1]] >= lead {
		return best[0], nil
	}
	for _, at := range places {
		one, other := wordAt(codings[best[0]], text, at), wordAt(codings[best[1]], text, at)
		if one != other {
			line := 1 + strings.Count(string(text[:at]), "\n")
			return "", []RowError{{Line: line, Text: base.T("import.letters", "One", one, "Other", other)}}
		}
	}
	return best[0], nil // it reads the same
}

// evidence returns the places of the first letters beyond ASCII.
func evidence(text []byte) []int {
	var at []int
	for i, b := range text {
		if b >= 0x80 {
			if at = append(at, i); len(at) == maxEvidence {
				break
			}
		}
	}
	return at
}

// around returns a character of a text with those beside it; 0 where there is none.
func around(c *charmap.Charmap, text []byte, at int) (before, r, after rune) {
	if at > 0 {
		before = c.DecodeByte(text[at-1])
	}
	if at+1 < len(text) {
		after = c.DecodeByte(text[at+1])
	}
	return before, c.DecodeByte(text[at]), after
}

// The characters beyond ASCII that lists of people have, and those that are letters only by name.
const (
	spanishLetters = "áéíóúüñÁÉÍÓÚÜÑ"
	rareLetters    = "ŸŽžŠšŒœƒıﬁﬂØøÞþÐðÆæµ"
	punctuation    = "‘’“”–—…€•«» ®™"
)

// plausible returns how likely it is that somebody wrote a character between two others.
func plausible(before, r, after rune) int {
	inWord := unicode.IsLetter(before) && unicode.IsLetter(after)
	switch {
	case strings.ContainsRune(spanishLetters, r), unicode.IsLetter(r) && r != 'º' && r != 'ª':
		return plausibleLetter(before, r, after)
	case r == '’' && inWord:
		if after == 's' || unicode.IsUpper(before) { // patient’s, O’Brien
			return 4
		}
		return 1
	case strings.ContainsRune("¿¡", r) && unicode.IsLetter(after) && !unicode.IsLetter(before):
		return 1
	case strings.ContainsRune("ºª°", r) && !unicode.IsLetter(after):
		return 2
	case strings.ContainsRune(punctuation, r) && !inWord:
		return 1
	case inWord:
		return -4
	}
	return -2
}

// plausibleLetter returns how likely a letter is between two characters: a small one before a capital, or a capital behind a
// small one, is not.
func plausibleLetter(before, r, after rune) int {
	switch {
	case !unicode.IsLetter(before) && !unicode.IsLetter(after):
		return -2
	case unicode.IsLower(r) && unicode.IsUpper(after), unicode.IsUpper(r) && unicode.IsLower(before):
		return -4
	case strings.ContainsRune(spanishLetters, r):
		return 4
	case strings.ContainsRune(rareLetters, r):
		return -1
	}
	return 1
}

// wordAt returns the word of a text that has a character, at most a few characters long.
func wordAt(c *charmap.Charmap, text []byte, at int) string {
	const far = 12
	ends := func(b byte) bool { return strings.IndexByte(" ,;\t\r\n\"", b) >= 0 }
	from, to := at, at+1
	for from > 0 && at-from < far && !ends(text[from-1]) {
		from--
	}
	for to < len(text) && to-at < far && !ends(text[to]) {
		to++
	}
	var word strings.Builder
	for _, b := range text[from:to] {
		word.WriteRune(c.DecodeByte(b))
	}
	return word.String()
}
