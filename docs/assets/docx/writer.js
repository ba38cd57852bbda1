// Makes a document for Word and its like. Loaded when somebody wants one: with its library it is as large as many pages.
import {
  AlignmentType,
  BorderStyle,
  CheckBox,
  Document,
  HeadingLevel,
  HeightRule,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  WidthType,
} from "./library.js";

const MM = 1440 / 25.4; // twentieths of a point
const PAGE = { width: Math.round(210 * MM), height: Math.round(297 * MM) };
const MARGIN = Math.round(15 * MM);
const LABELS = Math.round(56 * MM); // of a form, whose rows take the rest
const ROOM = PAGE.width - 2 * MARGIN;
const LINE = Math.round(6.5 * MM); // to write on by hand
const TEXT = 22; // half points, as all sizes here: nothing on paper is below 11 points
const ASIDE = "595959";
// Word, WPS and LibreOffice have these or something in their place. Without a font for Chinese some show boxes.
const FONT = { ascii: "Times New Roman", hAnsi: "Times New Roman", cs: "Times New Roman", eastAsia: "SimSun" };
const BOX = { font: "MS Gothic" };
const HANGING = Math.round(8 * MM);
const LINED = { style: BorderStyle.SINGLE, size: 4, color: "808080" };

/** @type {Record<Docx.Line["as"], import("docx").IParagraphOptions>} */
const STYLES = {
  title: { heading: HeadingLevel.TITLE, alignment: AlignmentType.CENTER, spacing: { after: 160 } },
  heading: { heading: HeadingLevel.HEADING_1, keepNext: true, spacing: { before: 200, after: 100 } },
  text: { spacing: { after: 20 } },
  note: { spacing: { before: 40 } },
  question: { keepNext: true, keepLines: true, spacing: { before: 160, after: 40 }, indent: hanging(1) },
  option: { keepLines: true, spacing: { after: 20 }, indent: hanging(2) },
};

/** @param {number} depth */
function hanging(depth) {
  return { left: HANGING * depth, hanging: HANGING };
}

/** @param {Docx.Piece} piece */
function run(piece) {
  if (typeof piece === "string") return new TextRun(piece);
  if ("ticked" in piece) {
    return new CheckBox({
      checked: piece.ticked,
      checkedState: { value: "2611", ...BOX },
      uncheckedState: { value: "2610", ...BOX },
    });
  }
  return new TextRun({ text: piece.text, bold: piece.bold, color: piece.aside ? ASIDE : undefined });
}

/** @param {Docx.Line} line */
function paragraph({ as, pieces, newPage }) {
  return new Paragraph({ ...STYLES[as], pageBreakBefore: newPage, children: pieces.map(run) });
}

/** @param {Docx.Form} form */
function table({ rows }) {
  const cell = (/** @type {Docx.Line[]} */ lines, /** @type {number} */ width) =>
    new TableCell({
      width: { size: width, type: WidthType.DXA },
      margins: { top: 40, bottom: 40, left: 110, right: 110 },
      children: lines.map(paragraph),
    });
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: ROOM, type: WidthType.DXA },
    columnWidths: [LABELS, ROOM - LABELS],
    borders: { top: LINED, bottom: LINED, left: LINED, right: LINED, insideHorizontal: LINED, insideVertical: LINED },
    rows: rows.map(
      ({ label, value, lines }) =>
        new TableRow({
          cantSplit: true,
          height: { value: LINE * lines, rule: HeightRule.ATLEAST },
          children: [cell(label, LABELS), cell(value, ROOM - LABELS)],
        }),
    ),
  });
}

/** @param {Docx.Content} content */
async function write({ title, language, parts }) {
  const heading = { font: FONT, bold: true, color: "000000" };
  const made = new Document({
    title,
    creator: "", // the device knows who writes here, the document need not
    lastModifiedBy: "",
    styles: {
      default: {
        document: { run: { font: FONT, size: TEXT, language: { value: language, eastAsia: "zh-CN" } } },
        title: { run: { ...heading, size: 32 } },
        heading1: { run: { ...heading, size: 26 } },
      },
    },
    sections: [
      {
        properties: { page: { size: PAGE, margin: { top: MARGIN, right: MARGIN, bottom: MARGIN, left: MARGIN } } },
        children: parts.map((part) => ("rows" in part ? table(part) : paragraph(part))),
      },
    ],
  });
  return await Packer.toBlob(made);
}

window.writeDocument = write;
