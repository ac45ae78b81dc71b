import type { ChosenFile } from "./rules.ts";

/** The files of an `<input type="file">`, which notes the folder of a file if one was chosen. */
export function filesOfInput(files: FileList | null): ChosenFile[] {
  return Array.from(files ?? [], (file) => ({ file, path: file.webkitRelativePath || file.name }));
}

/** The files of a drop or a paste, those in folders too. To be called while the event is handled. */
export function filesOfTransfer(transfer: DataTransfer): Promise<ChosenFile[]> {
  const items = [...transfer.items].filter(({ kind }) => kind === "file");
  const entries = items.map((item) => item.webkitGetAsEntry());
  if (entries.every((entry) => entry === null)) {
    return Promise.resolve([...transfer.files].map((file) => ({ file, path: file.name })));
  }
  return Promise.all(entries.filter((entry) => entry !== null).map(filesOfEntry)).then((lists) =>
    lists.flat(),
  );
}

async function filesOfEntry(entry: FileSystemEntry): Promise<ChosenFile[]> {
  const path = entry.fullPath.replace(/^\//, "");
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    );
    return isHidden(file.name) ? [] : [{ file, path }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: ChosenFile[] = [];
  // A reader gives some entries at a time, and none at the end.
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (batch.length === 0) return found;
    for (const inner of batch) found.push(...(await filesOfEntry(inner)));
  }
}

/** `.DS_Store` and the like come with folders and are nobody's pictures. */
function isHidden(name: string): boolean {
  return name.startsWith(".") || name === "Thumbs.db";
}
