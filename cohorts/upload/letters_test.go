package upload

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
)

// How a spreadsheet wrote letters with accents is told by them: each list is read as it was, whichever way it was written.
func TestLettersAreTold(t *testing.T) {
	for _, names := range []string{
		"José Núñez", "María García\nLuz Peña", "JOSÉ NÚÑEZ\nMARÍA LÓPEZ", "Ñusta Ibáñez", "Ángel Ávila", "ÁNGEL ÁVILA", "Gómez, Inés\nO'Brien, Tim", "Agüero, Martín", "¿Quién? ¡Tú!",
		"François Lemaître\nMaría", "Jürgen Müller, 1º C", "João São\nJosé", "1950 · José Muñoz",
	} {
		for _, letters := range AllLetters() {
			written, err := codings[letters].NewEncoder().String("ref,name\na," + names + "\n")
			if err != nil {
				continue // DOS does not have them all
			}
			text, bad, err := textOf([]byte(written), "")
			if got := strings.TrimPrefix(string(text), "ref,name\na,"); bad != nil || err != nil || got != names+"\n" {
				t.Errorf("%s in %s: %q %v %v", names, letters, got, says(bad), err)
			}
		}
	}
}

// Punctuation of word processors is told from the letters that it would be on a Mac.
func TestPunctuationIsTold(t *testing.T) {
	for _, written := range []string{"Tim O’Brien", "Rosa D’Angelo", "“Ana”", "1950–1960", "Ana — Bo", "José’s friend\nNúñez"} {
		windows, err := charmap.Windows1252.NewEncoder().String(written)
		if err != nil {
			t.Fatal(err)
		}
		text, bad, err := textOf([]byte(windows), "")
		if string(text) != written || bad != nil || err != nil {
			t.Errorf("%s: %s %v %v", written, text, says(bad), err)
		}
	}
}

// What letters do not tell is asked, with the word that would be another; whoever answers is believed.
func TestLettersAreAsked(t *testing.T) {
	for written, want := range map[string][3]string{ // what is shown, and how it is read on Windows
		"ref,name\na,patient\x92s\n":     {"2 : import.letters", "patient’s", "patientís"},
		"ref,name\na,b\nc,D\x92angelo\n": {"3 : import.letters", "D’angelo", "Díangelo"},
	} {
		_, bad, err := textOf([]byte(written), "")
		if err != nil || len(bad) != 1 {
			t.Fatalf("%q is not asked about: %v %v", written, bad, err)
		}
		equal(t, written, says(bad), want[0])
		equal(t, written, bad[0].Text.Args["One"], any(want[1]))
		equal(t, written, bad[0].Text.Args["Other"], any(want[2]))
		for letters, reads := range map[Letters]string{Windows: want[1], Mac: want[2]} {
			text, bad, err := textOf([]byte(written), letters)
			if err != nil || bad != nil || !strings.Contains(string(text), reads) {
				t.Errorf("%q in %s: %q", written, letters, text)
			}
		}
	}
}
