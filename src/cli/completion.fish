# fish completion of whylocked
function __whylocked
    set -l typed (commandline -opc)
    set -l last (commandline -ct)
    for line in ($typed[1] completion words $typed[2..] "$last" 2>/dev/null)
        if test "$line" = FILES
            __fish_complete_path "$last"
        else
            echo $line
        end
    end
end
complete -c whylocked -f -a '(__whylocked)'
