// Put beside the script that writes documents by the build. Apart from globals.d.ts, since it brings the types of Node along.
declare module "*/library.js" {
  export * from "docx";
}
