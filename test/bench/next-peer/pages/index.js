// Next.js builds no site without a page.
export default function Page() {
  return null;
}
