// Package base is what every part of the domain speaks: Error with its Code and Fields, Text and Words, Actor, ids and
// slugs, Page, and the two loops of every service, Revise and Each.
package base
