package contact

import (
	"strings"
	"unicode/utf16"

	"github.com/rivo/uniseg"
)

// The letters of a text message that need no Unicode (GSM 03.38), and those among them that take the room of two.
const (
	gsmPlain = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
	gsmTwice = "\f^{}\\[~]|€"
)

// How many letters go into a message that is sent whole, and into each part of a longer one, which has a header.
const (
	gsmWhole, gsmPart   = 160, 153
	ucs2Whole, ucs2Part = 70, 67
)

// Segments returns in how many parts a text message is sent: each has 140 bytes, for 160 letters of GSM 03.38, or, as soon as one
// letter of the message is another, for 70 of UCS-2. A letter that takes the room of two is not split between parts.
func Segments(message string) int {
	sizes, whole, part := septets(message)
	total := 0
	for _, size := range sizes {
		total += size
	}
	if total <= whole {
		return 1
	}
	parts, room := 1, part
	for _, size := range sizes {
		if size > room {
			parts, room = parts+1, part
		}
		room -= size
	}
	return parts
}

// septets returns the room that each letter takes, and how much there is in a message that is sent whole and in a part.
func septets(message string) (sizes []int, whole, part int) {
	for _, r := range message {
		switch {
		case strings.ContainsRune(gsmPlain, r):
			sizes = append(sizes, 1)
		case strings.ContainsRune(gsmTwice, r):
			sizes = append(sizes, 2)
		default:
			return units(message), ucs2Whole, ucs2Part
		}
	}
	return sizes, gsmWhole, gsmPart
}

// units returns how many 16-bit units each letter of a message takes in UCS-2: several where it is a surrogate pair, or made of
// more than one, as a family of emoji. A line break of two is two letters.
func units(message string) []int {
	var sizes []int
	for letters := uniseg.NewGraphemes(message); letters.Next(); {
		if letters.Str() == "\r\n" {
			sizes = append(sizes, 1, 1)
			continue
		}
		size := 0
		for _, r := range letters.Runes() {
			size += utf16.RuneLen(r)
		}
		sizes = append(sizes, size)
	}
	return sizes
}
