// Archives and workbooks built in memory, so that a test shows their content.
#pragma once

#include <archive.h>
#include <archive_entry.h>

#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace whylocked {

using Files = std::vector<std::pair<std::string, std::string>>;  // name, content

class Packer {
 public:
  Packer() : archive_(archive_write_new()) {}
  Packer(const Packer&) = delete;
  Packer& operator=(const Packer&) = delete;
  ~Packer() { archive_write_free(archive_); }

  archive* get() const { return archive_; }
  void open() {
    check(archive_write_set_bytes_per_block(archive_, 0));
    check(archive_write_open2(archive_, &bytes_, nullptr, write, nullptr, nullptr));
  }
  void add(const std::string& name, const std::string& content) {
    archive_entry* const entry = archive_entry_new();
    archive_entry_set_pathname(entry, name.c_str());
    const bool folder = name.ends_with('/');
    archive_entry_set_filetype(entry, folder ? AE_IFDIR : AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    if (!folder) archive_entry_set_size(entry, static_cast<la_int64_t>(content.size()));
    check(archive_write_header(archive_, entry));
    if (!folder) archive_write_data(archive_, content.data(), content.size());
    archive_entry_free(entry);
  }
  std::string finish() {
    check(archive_write_close(archive_));
    return std::move(bytes_);
  }
  static void check(int result) {
    if (result != ARCHIVE_OK) std::abort();
  }

 private:
  static la_ssize_t write(archive*, void* to, const void* data, std::size_t size) {
    static_cast<std::string*>(to)->append(static_cast<const char*>(data), size);
    return static_cast<la_ssize_t>(size);
  }

  archive* archive_;
  std::string bytes_;
};

// One stream; `filter` is libarchive's name for it: "gzip".
inline std::string pack_stream(const char* filter, const std::string& content) {
  Packer packer;
  Packer::check(archive_write_add_filter_by_name(packer.get(), filter));
  Packer::check(archive_write_set_format_raw(packer.get()));
  packer.open();
  packer.add("data", content);
  return packer.finish();
}

inline std::string pack_zip(const Files& files, const char* password = nullptr) {
  Packer packer;
  Packer::check(archive_write_set_format_zip(packer.get()));
  if (password != nullptr) {
    Packer::check(archive_write_set_options(packer.get(), "zip:encryption=zipcrypt"));
    Packer::check(archive_write_set_passphrase(packer.get(), password));
  }
  packer.open();
  for (const auto& [name, content] : files) packer.add(name, content);
  return packer.finish();
}

struct Tab {
  std::string name;
  std::string rows;  // <row> elements
  std::string state = "visible";
};

struct Book {
  std::vector<Tab> tabs;
  std::vector<std::string> texts = {};       // content of <si>
  std::vector<std::string> formats = {"0"};  // numFmtId or a format code, indexed by the cell's s
  std::string since_1904 = {};               // "1"
  // Names that no program uses, so that only the relations lead to the parts.
  std::string folder = "book/", space = {};
};

inline Files parts_of(const Book& book) {
  const std::string type = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
  const auto relation = [&](const std::string& id, const std::string& kind, const std::string& to) {
    return "<Relationship Id=\"" + id + "\" Type=\"" + type + kind + "\" Target=\"" + to + "\"/>";
  };
  const auto tag = [&](const std::string& name) { return book.space + name; };
  std::string sheets, relations, texts, codes, cells;
  Files parts = {{"[Content_Types].xml", "<Types/>"}};
  for (std::size_t i = 0; i < book.tabs.size(); ++i) {
    const Tab& tab = book.tabs[i];
    const std::string id = "r" + std::to_string(i), file = "tab" + std::to_string(i) + ".xml";
    sheets += "<" + tag("sheet") + " name=\"" + tab.name + "\" sheetId=\"9\" r:id=\"" + id +
              "\" state=\"" + tab.state + "\"/>";
    relations += relation(id, "worksheet", i % 2 == 0 ? file : "/" + book.folder + file);
    parts.push_back(
        {book.folder + file, "<?xml version=\"1.0\"?><worksheet xmlns:x=\"x\"><sheetData>" +
                                 tab.rows + "</sheetData><mergeCells/></worksheet>"});
  }
  for (const std::string& text : book.texts) texts += "<si>" + text + "</si>";
  for (std::size_t i = 0; i < book.formats.size(); ++i) {
    const std::string& format = book.formats[i];
    const bool custom = format.find_first_not_of("0123456789") != format.npos;
    const std::string id = custom ? std::to_string(200 + i) : format;
    if (custom) codes += "<numFmt numFmtId=\"" + id + "\" formatCode=\"" + format + "\"/>";
    cells += "<xf numFmtId=\"" + id + "\"/>";
  }
  relations += relation("t", "sharedStrings", "../" + book.folder + "texts.xml") +
               relation("s", "styles", "looks.xml");
  parts.insert(
      parts.end(),
      {{"_rels/.rels", "<Relationships>" +
                           relation("x", "officeDocument", book.folder + "main.xml") +
                           "</Relationships>"},
       {book.folder + "main.xml",
        "<" + tag("workbook") + " xmlns:r=\"r\" xmlns:x=\"x\"><workbookPr date1904=\"" +
            book.since_1904 + "\"/><sheets>" + sheets + "</sheets></" + tag("workbook") + ">"},
       {book.folder + "_rels/main.xml.rels", "<Relationships>" + relations + "</Relationships>"},
       {book.folder + "texts.xml", "<sst>" + texts + "</sst>"},
       {book.folder + "looks.xml", "<styleSheet><numFmts>" + codes +
                                       "</numFmts><cellStyleXfs><xf numFmtId=\"14\"/>"
                                       "</cellStyleXfs><cellXfs>" +
                                       cells + "</cellXfs></styleSheet>"}});
  return parts;
}

inline std::string pack_book(const Book& book) { return pack_zip(parts_of(book)); }

// A row of inline texts, without cell references.
inline std::string text_row(const std::vector<std::string>& cells) {
  std::string row = "<row>";
  for (const std::string& cell : cells)
    row += "<c t=\"inlineStr\"><is><t>" + cell + "</t></is></c>";
  return row + "</row>";
}

}  // namespace whylocked
