/** A `<picture>` with its place kept, in the colours of its placeholder, until it is there. */
export function pictureElement(
  id: string,
  { sources, img, placeholder, colour }: Darkroom.Picture,
  alt: string,
  sizes: string,
): HTMLPictureElement {
  const picture = document.createElement("picture");
  for (const { type, srcset } of sources) {
    picture.append(Object.assign(document.createElement("source"), { type, srcset, sizes }));
  }
  const { src, srcset, width, height } = img;
  const image = Object.assign(document.createElement("img"), { id, alt, sizes, srcset, src, width, height });
  image.style.background = `${colour ?? ""} url("${placeholder ?? ""}") center / cover`;
  image.style.maxWidth = "100%";
  image.style.height = "auto";
  picture.append(image);
  return picture;
}
