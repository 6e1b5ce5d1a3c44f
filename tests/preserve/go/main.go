// Checks what a log gives out with the Go project's own code: sumdb/note for the signed head, sumdb/tlog for proofs.
//
// Arguments: verifier key, note file, what, and
//
//	record INDEX ENTRY-FILE HASH...    the entry is at that index under the head
//	tree OLD-SIZE OLD-ROOT HASH...     the head continues the tree of that size and root
//	tiles FOLDER                       every entry is read from the tiles and proved by them
//
// Hashes and roots are in base64. Exit status 0: it holds.
package main

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func fail(err error) {
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

func hash(s string) (h tlog.Hash) {
	raw, err := base64.StdEncoding.DecodeString(s)
	fail(err)
	if len(raw) != tlog.HashSize {
		fail(fmt.Errorf("%q is not a hash", s))
	}
	copy(h[:], raw)
	return h
}

func hashes(all []string) []tlog.Hash {
	var made []tlog.Hash
	for _, each := range all {
		made = append(made, hash(each))
	}
	return made
}

// folder reads tiles of height 8 as C2SP tlog-tiles lays them out: the height is not in their names.
type folder struct {
	path string
	size int64
}

func (f folder) Height() int                             { return 8 }
func (f folder) SaveTiles(tiles []tlog.Tile, d [][]byte) {}
func (f folder) name(t tlog.Tile) string {
	name := strings.Replace(t.Path(), "tile/8/", "tile/", 1)
	return filepath.Join(f.path, name)
}
func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var made [][]byte
	for _, t := range tiles {
		data, err := os.ReadFile(f.name(t))
		if err != nil {
			return nil, err
		}
		made = append(made, data)
	}
	return made, nil
}

func main() {
	verifier, err := note.NewVerifier(os.Args[1])
	fail(err)
	text, err := os.ReadFile(os.Args[2])
	fail(err)
	opened, err := note.Open(text, note.VerifierList(verifier))
	fail(err)
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	fail(err)
	root, rest := hash(lines[2]), os.Args[4:]
	switch os.Args[3] {
	case "record":
		index, err := strconv.ParseInt(rest[0], 10, 64)
		fail(err)
		entry, err := os.ReadFile(rest[1])
		fail(err)
		fail(tlog.CheckRecord(tlog.RecordProof(hashes(rest[2:])), size, root, index, tlog.RecordHash(entry)))
	case "tree":
		old, err := strconv.ParseInt(rest[0], 10, 64)
		fail(err)
		fail(tlog.CheckTree(tlog.TreeProof(hashes(rest[2:])), size, root, old, hash(rest[1])))
	case "tiles":
		reader := tlog.TileHashReader(tlog.Tree{N: size, Hash: root}, folder{rest[0], size})
		for n := int64(0); n < size; n += 256 {
			width := size - n
			name := filepath.Join(rest[0], fmt.Sprintf("tile/entries/%03d", n/256))
			if width < 256 {
				name += fmt.Sprintf(".p/%d", width)
			} else {
				width = 256
			}
			data, err := os.ReadFile(name)
			fail(err)
			for at := int64(0); at < width; at++ {
				length := int(data[0])<<8 | int(data[1])
				entry := data[2 : 2+length]
				data = data[2+length:]
				held, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, n+at)})
				fail(err)
				if held[0] != tlog.RecordHash(entry) {
					fail(fmt.Errorf("entry %d is not the one under the head", n+at))
				}
			}
			if len(data) != 0 {
				fail(fmt.Errorf("%s is longer than its entries", name))
			}
		}
	default:
		fail(fmt.Errorf("what is %q", os.Args[3]))
	}
}
