// Package upload holds the pages that take a CSV file: one lists the files of the last hours, one shows a file while it
// waits, is applied and is finished. A room uses them through Pages and says what its own files mean. The same package
// reads a file that a program sends.
package upload
