#!/bin/sh
# Score today's state on the development sets: bench.sh FOLDER (which holds NAME.tar.xz sets and, beside it, score/). Prints one line a set.
set -eu
data=${1:?usage: bench.sh FOLDER}
[ -d "$data" ] || { echo "no gold data at $data: nothing is measured"; exit 0; }
score=$(dirname "$data")/score
gold=gold
mkdir -p $gold
[ -d $gold/attribution-polnear ] || sh "$data/unpack.sh" $gold attribution-polnear article-aeb article-adbar timex geoparse hrd events >/dev/null
run() { # task, gold file, scorer
    out=$gold/$(basename "$2").$1.predictions
    .venv/bin/allegata bench predict "$1" "$2" "$out" || true
    printf '%s %s: ' "$1" "$(basename "$2")"
    .venv/bin/python "$score/score_$3.py" "$2" "$out" | tail -n 1
}
run attribution $gold/attribution-polnear/dev.jsonl attribution
run article $gold/article-aeb/aeb.jsonl article
run article $gold/article-adbar/trafilatura.jsonl article
run article $gold/article-adbar/htmldate.jsonl article
run timex $gold/timex/wikiwars.jsonl timex
blind=tests/golden/blind
.venv/bin/allegata bench predict dossier $blind/reports $gold/blind.predictions || true
printf "dossier blind: "
.venv/bin/python "$score/score_dossier.py" $blind/gold.json $gold/blind.predictions | tail -n 1
for set in lgl tr-news gwn; do run geoparse $gold/geoparse/$set.jsonl geoparse; done
run hrd $gold/hrd/dev.jsonl hrd
for pair in plover:plover-gsr police:indiapoliceevents; do
    task=${pair%%:*} file=$gold/events/${pair#*:}.jsonl
    .venv/bin/allegata bench predict "$task" "$file" "$file.predictions" || true
    .venv/bin/allegata bench score "$task" "$file" "$file.predictions"
done
