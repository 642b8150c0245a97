# Types a line and the completion key into an interactive zsh with a completion function for pairboot. Prints the output of the
# shell up to the expected text, then the options and aliases that the function has left set.
#
# usage: zsh -f complete.zsh DIRECTORY LINE EXPECTED
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "fpath=($1 \$fpath); autoload -U compinit; compinit -u -D; bindkey '^I' complete-word; print READY''NOW"
zpty -r shell seen '*READYNOW*'
zpty -w -n shell "$2"$'\t'
zpty -r shell seen "*$3*"
print -r -- "$seen"
zpty -w -n shell $'\x15'
zpty -w shell "setopt; alias; print DONE''NOW"
zpty -r shell seen '*DONENOW*'
print -r -- "$seen"
zpty -d shell
