# SPDX-License-Identifier: MIT
# Completion of cti for bash: the tool itself knows what may follow.
_cti() {
	local line=${COMP_LINE:0:COMP_POINT} words cur head part i

	read -ra words <<<"$line"
	# Behind a blank a new word begins.
	case $line in *[[:blank:]]) words+=("") ;; esac
	cur=${words[${#words[@]}-1]}
	# Bash breaks words at colons and equals signs: only what is behind the
	# last of them is replaced.
	part=${cur##*[:=]}
	head=${cur%"$part"}
	mapfile -t COMPREPLY < <("${words[0]}" --complete "${words[@]:1}" 2>/dev/null)
	if [ "${COMPREPLY[*]}" = @files ]; then
		mapfile -t COMPREPLY < <(compgen -f -- "$part")
		compopt -o filenames
		return
	fi
	for i in "${!COMPREPLY[@]}"; do
		case ${COMPREPLY[i]} in *[:=/]) compopt -o nospace ;; esac
		COMPREPLY[i]=${COMPREPLY[i]#"$head"}
	done
}
complete -F _cti cti
