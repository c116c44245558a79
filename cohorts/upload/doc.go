// Package upload takes in files of rows, whoever the rows speak of. Jobs reads a table as spreadsheets write it, has its
// columns guessed, keeps its rows sealed until somebody confirms or discards them, and applies them chunk after chunk, going
// on after a crash or on another server. What the rows mean is the business of a User.
package upload
