import flower from "./flower.jpg?w=400;800;1200&format=avif;webp;jpeg&as=picture";
import open from "./flower.jpg?w=320;640&as=picture";
import hero from "./flower.jpg?variant=hero";
import thumb from "./flower.jpg?variant=thumb";
import candidates from "./flower.jpg?w=300;600&format=webp&as=srcset";
import { pictureElement } from "./picture-element.ts";

/** An image by its address. */
function image(id: string, attributes: Partial<HTMLImageElement>): HTMLImageElement {
  return Object.assign(document.createElement("img"), { id, alt: "A flower", ...attributes });
}

document.body.append(
  image("hero", { src: hero }),
  image("thumb", { src: thumb }),
  image("candidates", { srcset: candidates, sizes: "300px" }),
  pictureElement("picture", flower, "A flower", "800px"),
  pictureElement("open", open, "The flower again, in every format", "320px"),
);
