#compdef whylocked
local line
local -a found
for line in "${(f)$("${words[1]}" completion words "${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
  if [[ $line == FILES ]]; then
    _files
  elif [[ -n $line ]]; then
    found+=("${line/$'\t'/:}")
  fi
done
_describe whylocked found
