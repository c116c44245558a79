package auth

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// commonHashes are the first four bytes of the SHA-256 of passwords that very many people chose, in order: those that are
// long enough to be chosen here, and the 20,000 most common ones of any length, which others are made of. They are made by
// common_list.go. One other password of 70,000 is taken for one of them.
//
//go:embed common.bin
var commonHashes []byte

const hashBytes = 4

// listed reports whether very many people chose a word as a password.
func listed(word string) bool {
	sum := sha256.Sum256([]byte(word))
	want, n := sum[:hashBytes], len(commonHashes)/hashBytes
	at := func(i int) []byte { return commonHashes[i*hashBytes : (i+1)*hashBytes] }
	i := sort.Search(n, func(i int) bool { return bytes.Compare(at(i), want) >= 0 })
	return i < n && bytes.Equal(at(i), want)
}

// plainLetters are the letters that people write as digits and signs.
var plainLetters = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s", "!", "i")

// maxAround is how many signs around a common word make it no better.
const maxAround = 6

// common reports whether a password is one of those that are tried first: one that many chose, such a word with a few
// digits around it or with digits for letters, one piece again and again, or a row of neighbours.
func common(password string) bool {
	password = strings.ToLower(same(password))
	for _, word := range []string{password, plainLetters.Replace(password), piece(password)} {
		if listed(word) || madeOf(word) {
			return true
		}
	}
	return piece(password) != password || inARow(password)
}

// madeOf reports whether a password is a common word with a few signs before and after it.
func madeOf(password string) bool {
	sign := func(r rune) bool { return !unicode.IsLetter(r) }
	word := strings.TrimFunc(password, sign)
	around := utf8.RuneCountInString(password) - utf8.RuneCountInString(word)
	return around <= maxAround && (listed(word) || listed(plainLetters.Replace(word)))
}

// piece returns what a password repeats; itself, if it repeats nothing.
func piece(password string) string {
	letters := []rune(password)
	for size := 1; size <= len(letters)/2; size++ {
		if len(letters)%size == 0 && strings.Repeat(string(letters[:size]), len(letters)/size) == password {
			return string(letters[:size])
		}
	}
	return password
}

// keyboard is the letters as they stand side by side on a keyboard.
const keyboard = "qwertyuiop asdfghjkl zxcvbnm"

// inARow reports whether nearly every sign of a password is the one before it or its neighbour, in the alphabet or on a
// keyboard.
func inARow(password string) bool {
	letters := []rune(password)
	beside := func(d int) bool { return d >= -1 && d <= 1 }
	near := 0
	for i := 1; i < len(letters); i++ {
		here, before := strings.IndexRune(keyboard, letters[i]), strings.IndexRune(keyboard, letters[i-1])
		if beside(int(letters[i]-letters[i-1])) || here >= 0 && before >= 0 && beside(here-before) {
			near++
		}
	}
	return near*5 >= (len(letters)-1)*4
}
