// What every page does beyond what HTML does by itself. Without any of it a page still works.
import { startKeys } from "./keys.js";
import { startMenus } from "./menus.js";
import { startPrinting } from "./printing.js";
import { startWall } from "./wall.js";

startKeys();
startMenus();
startPrinting();
if (document.body.hasAttribute("data-wall")) startWall();
