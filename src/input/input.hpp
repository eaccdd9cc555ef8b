// The inputs of one path: the file itself, the members of a zip archive, the files of a folder.
//
// In:  a path, or bytes in its place.  Out: each input in turn to an InputSink.
// What a path is, its content tells, not its name. Members and files come in the order of their
// names and are named behind the path ("exports.zip/may.csv"); folders within are not gone into,
// hidden files are left out and mentioned. Mails are a file each as a rule, so those of one path
// are one input, with the name of the path, and one that is no notice does no harm to it. Lifetime:
// refers to its arguments.  Threads: one a reading. Failure: false when one input could not be
// read, or there is none; diagnostics say why. The others are read all the same.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "input/archive/archive.hpp"
#include "input/context.hpp"

namespace whylocked::input {

class InputReader {
 public:
  // `only_one`: a path that holds several inputs is refused as a whole.
  InputReader(const ReadOptions& options, InputSink& sink, Diagnostics& diagnostics, bool only_one)
      : options_(options), sink_(sink), diagnostics_(diagnostics), only_one_(only_one) {}

  bool read_path(const std::string& path);
  bool read_bytes(std::string_view bytes, const std::string& name);

 private:
  bool read_file(const std::string& path);
  bool read_folder(const std::string& path);
  bool read_mails(const std::string& folder, const std::vector<std::string>& files);
  bool read_mails(Zip& zip, const std::vector<const Zip::Member*>& members,
                  const std::string& name);
  bool read_one(ByteSource& source, const std::string& name);
  bool read_zip_stream(ByteSource& source, const std::string& name);
  bool read_zip(ZipPlace place, const std::string& name);
  bool read_members(Zip& zip, const std::string& name);
  std::vector<const Zip::Member*> choose_members(const Zip& zip, const std::string& name);
  // Whether there is something to read, and not too much.
  bool check_count(std::size_t inputs, const std::string& name, std::string_view what);

  template <typename Read>
  bool with_input(const std::string& name, Read read);
  bool refuse(const std::string& name, std::string_view message, std::string hint = {});
  void note_left_out(const std::string& name, std::string_view what, std::string_view why);

  const ReadOptions& options_;
  InputSink& sink_;
  Diagnostics& diagnostics_;
  const bool only_one_;
  bool stopped_ = false;  // the sink takes no more
  bool unsized_ = false;  // the open path is a pipe or a device
};

}  // namespace whylocked::input
