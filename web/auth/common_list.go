//go:build ignore

// This program makes common.bin of a list of passwords, the most common first, one a line:
//
//	go run common_list.go < 10-million-password-list-top-1000000.txt
//
// The list is of the OWASP SecLists project. What is made holds hashes alone: of the first 20,000, which passwords are
// made of, and of every one that is long enough to be chosen here.
package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"log"
	"os"
	"slices"
	"strings"
	"unicode/utf8"
)

func main() {
	kept := map[string]bool{}
	lines := bufio.NewScanner(os.Stdin)
	for n := 0; lines.Scan(); n++ {
		word := strings.ToLower(strings.TrimSpace(lines.Text()))
		if length := utf8.RuneCountInString(word); length >= 12 || n < 20_000 && length >= 4 {
			sum := sha256.Sum256([]byte(word))
			kept[string(sum[:4])] = true
		}
	}
	if err := lines.Err(); err != nil {
		log.Fatal(err)
	}
	var all [][]byte
	for hash := range kept {
		all = append(all, []byte(hash))
	}
	slices.SortFunc(all, bytes.Compare)
	if err := os.WriteFile("common.bin", bytes.Join(all, nil), 0o644); err != nil {
		log.Fatal(err)
	}
}
